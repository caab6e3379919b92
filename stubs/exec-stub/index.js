exports.getExecOutput = () => {
  throw new Error('@actions/exec is left out of this action: platform.getDetails() cannot be used');
};

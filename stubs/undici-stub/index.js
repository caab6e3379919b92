exports.ProxyAgent = class {
  constructor() {
    throw new Error('undici is left out of this action: getAgentDispatcher() cannot be used');
  }
};

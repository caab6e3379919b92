// The same request with the built-in fetch of Node.js.
const { API_URL, API_KEY, THREAD_ID } = process.env;
const url = `${API_URL}/threads/${THREAD_ID}/resolve-interrupt`;
fetch(url, { method: 'POST', headers: { 'X-Api-Key': API_KEY } }).then(({ status }) => {
  process.exitCode = status === 204 ? 0 : 1;
});

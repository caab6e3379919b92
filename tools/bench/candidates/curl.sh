#!/usr/bin/env bash
# One resolve request with curl, and the action's outputs.
: "${API_URL:?}" "${API_KEY:?}" "${THREAD_ID:?}" "${GITHUB_OUTPUT:?}"
status=$(curl --silent --output /dev/null --write-out '%{http_code}' --max-time 30 --request POST \
  --header "X-Api-Key: ${API_KEY}" "${API_URL}/threads/${THREAD_ID}/resolve-interrupt") || true
resolved=false outcome=unknown code=http_${status}
if [[ "${status}" = 204 ]]; then resolved=true outcome=resolved code=''; fi
{
  echo "resolved=${resolved}"
  echo "error-code=${code}"
  echo "outcome=${outcome}"
  echo "status=${status}"
  echo "attempts=1"
  echo "thread-status="
} >> "${GITHUB_OUTPUT}"
[[ "${resolved}" = true ]]

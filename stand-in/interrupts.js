// What the agents of the stand-in wait for.

/** Two tool calls, as LangChain's human-in-the-loop middleware asks for them. */
const TOOL_CALLS = {
  id: '8f14e45fceea167a5a36dedd4bea2543',
  value: {
    action_requests: [
      {
        name: 'refund_payment',
        args: { payment_id: 'pay_3141', amount: 1250.5, currency: 'EUR', notify: true },
        description:
          'Refund the whole payment.\n\nThe customer returned the order on 3 January.\nThe refund cannot be undone.',
      },
      {
        name: 'send_email',
        args: { to: ['customer@example.com'], subject: 'Your refund', body: 'Hello,\nyour refund is on its way.' },
        description: 'Tell the customer.',
      },
    ],
    review_configs: [
      { action_name: 'refund_payment', allowed_decisions: ['approve', 'edit', 'reject'] },
      { action_name: 'send_email', allowed_decisions: ['approve', 'reject'] },
    ],
  },
};

const QUESTION = {
  id: 'c9f0f895fb98ab9159f51fd0297e236d',
  value: 'Should the parcel go to the old or to the new address?',
};

module.exports = { TOOL_CALLS, QUESTION };

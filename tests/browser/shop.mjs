// An invented shop's connections and flows, made through the API once per server.
import { api } from './api.mjs'

const CONNECTIONS = [
  { app_id: 'TWILIO', name: 'Twilio production', setup: { type: 'API_KEY', account_id: `AC${'5'.repeat(32)}`, api_key: 'invented-token' } },
  { app_id: 'TWILIO', name: 'Twilio test' },
  { app_id: 'HTTP', name: 'Billing service', setup: { type: 'BEARER', token: 'invented-billing-token' } },
  { app_id: 'HTTP', name: 'Warehouse', setup: { type: 'API_KEY', name: 'x-api-key', value: 'invented-warehouse-key', in: 'HEADER' } },
  { app_id: 'SLACK', name: 'Orders channel', setup: { type: 'WEBHOOK', url: 'https://hooks.slack.com/services/T000/B000/invented' } },
]

/** Answers the id of the flow that uses them. */
export async function fillShop(page, tenant) {
  const existing = await api(page, tenant, 'GET', '/flows?per_page=100')
  const found = existing.find(flow => flow.name === 'Order confirmation')
  if (found) return found.id
  const ids = {}
  for (const connection of CONNECTIONS) {
    ids[connection.name] = (await api(page, tenant, 'POST', '/flows/vault/connections', connection)).id
  }
  for (const name of ['Verify phone number', 'Weekly report', 'Welcome new user']) await api(page, tenant, 'POST', '/flows', { name })
  return (await api(page, tenant, 'POST', '/flows', { name: 'Order confirmation', actions: orderConfirmation(ids) })).id
}

const orderConfirmation = ids => [
  action('http_request_eFjk', 'Look the customer up', 'HTTP', 'SEND_REQUEST', {
    connection_id: ids['Billing service'],
    method: 'GET',
    // Nothing listens there: the pictures show how a failure looks, without leaving this machine.
    url: 'https://127.0.0.1:9/customers/{{functions.encodeURIComponent(fields.customer)}}',
    headers: { 'x-trace': '{{context.transaction.correlation_id}}' },
  }, true),
  action('if_then_condition_kpR2', 'Does the customer exist?', 'FLOW', 'BOOLEAN_CONDITION', {
    if: {
      operator: 'AND',
      operands: [
        { operator: 'EQ', operands: ['{{actions.http_request_eFjk.status}}', '200'] },
        { operator: 'EXISTS', operands: ['{{actions.http_request_eFjk.body.phone}}'] },
      ],
    },
    then: [
      action('send_sms_Pm4a', 'Confirm the order', 'TWILIO', 'SEND_SMS', {
        connection_id: ids['Twilio production'],
        from: '+15550100',
        to: '{{actions.http_request_eFjk.body.phone}}',
        message: 'Hello {{actions.http_request_eFjk.body.name}}, your order {{fields.order}} is on its way.',
      }, true),
      action('post_message_a1B2', 'Tell the team', 'SLACK', 'POST_MESSAGE', { connection_id: ids['Orders channel'], text: 'Order {{fields.order}} shipped' }),
    ],
    else: [action('store_vars_z9Xy', 'Remember the miss', 'FLOW', 'STORE_VARS', { vars: { unknown_customer: true } })],
  }),
  action('return_json_Q1w2', 'Answer', 'FLOW', 'RETURN_JSON', { payload: { handled: true } }),
]

function action(id, alias, type, name, params, allowFailure = false) {
  return { id, alias, type, action: name, params, allow_failure: allowFailure, mask_output: false }
}

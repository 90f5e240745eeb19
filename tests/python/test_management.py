"""The official Python client, whose models refuse what they do not expect, walks through flows and their vault.

Started by tests/black_box/python.rs.
"""

import datetime
import unittest

from auth0.management import (
    CreateFlowsVaultConnectionHttpBearer,
    CreateFlowsVaultConnectionStripeKeyPair,
    CreateFlowsVaultConnectionTwilioUninitialized,
    FlowsVaultConnectioSetupHttpBearer,
    FlowsVaultConnectioSetupStripeKeyPair,
    FlowsVaultConnectioSetupTwilioApiKey,
    GetFlowExecutionResponseContent,
    GetFlowResponseContent,
    GetFlowsVaultConnectionResponseContent,
)
from auth0.management.errors import NotFoundError

from flowvault import all_actions, manage, run

APPS = """ACTIVECAMPAIGN AIRTABLE AUTH0 BIGQUERY CLEARBIT DOCUSIGN GOOGLE_SHEETS HTTP HUBSPOT JWT MAILCHIMP MAILJET
PIPEDRIVE SALESFORCE SENDGRID SLACK STRIPE TELEGRAM TWILIO WHATSAPP ZAPIER""".split()
GREET = [{"id": "greet", "type": "FLOW", "action": "RETURN_JSON", "params": {"payload": {"hi": "{{fields.name}}"}}}]

flows = manage().flows
connections = flows.vault.connections


def ids(items):
    return [item.id for item in items]


def as_sent(model):
    """What a model of the client holds, in the names of the wire."""
    return model.model_dump(by_alias=True, exclude_unset=True)


def read_by_the_client(actions):
    """What the client made of the actions of an answer.

    It reads every `from` into a field `from_`, and where its model has none, as for Mailjet, it leaves it at that.
    """
    read = [as_sent(action) for action in actions]
    for action in read:
        if action["type"] == "MAILJET":
            action["params"]["from"] = action["params"].pop("from_")
    return read


class Connections(unittest.TestCase):
    def setUp(self):
        self.addCleanup(lambda: [connections.delete(each.id) for each in list(connections.list(per_page=100))])

    def test_are_made_read_renamed_filled_and_deleted(self):
        setup = FlowsVaultConnectioSetupHttpBearer(type="BEARER", token="my-token")
        request = CreateFlowsVaultConnectionHttpBearer(name="a bearer", app_id="HTTP", setup=setup)
        made = connections.create(request=request)
        self.assertEqual((made.app_id, made.ready, made.account_name), ("HTTP", True, "Bearer my-***ken"))
        self.assertEqual(made.created_at.tzinfo, datetime.timezone.utc)

        read = connections.get(made.id)
        self.assertIsInstance(read, GetFlowsVaultConnectionResponseContent)
        self.assertEqual(as_sent(read), as_sent(made))
        self.assertEqual(read.model_extra, {}, "members the client does not know")

        renamed = connections.update(made.id, name="renamed")
        self.assertEqual((renamed.name, renamed.account_name), ("renamed", made.account_name))
        self.assertGreater(renamed.updated_at, made.updated_at)

        empty = connections.create(
            request=CreateFlowsVaultConnectionTwilioUninitialized(name="to be filled", app_id="TWILIO")
        )
        self.assertEqual((empty.ready, empty.account_name, empty.refreshed_at), (False, None, None))
        setup = FlowsVaultConnectioSetupTwilioApiKey(type="API_KEY", account_id="AC0123456789", api_key="secret-key")
        filled = connections.update(empty.id, setup=setup)
        self.assertEqual((filled.ready, filled.account_name), (True, "AC0***789"))

        connections.delete(made.id)
        with self.assertRaises(NotFoundError):
            connections.get(made.id)

    def test_to_every_app_may_be_empty(self):
        for app in APPS:
            made = connections.create(request={"name": f"empty {app}", "app_id": app})
            self.assertEqual((made.app_id, made.ready), (app, False))
            self.assertFalse(connections.get(made.id).ready)

    def test_are_all_found_by_walking(self):
        setup = FlowsVaultConnectioSetupStripeKeyPair(type="KEY_PAIR", private_key="a-private-key", public_key="pk")
        made = [
            connections.create(
                request=CreateFlowsVaultConnectionStripeKeyPair(name=f"number {number}", app_id="STRIPE", setup=setup)
            )
            for number in range(65)
        ]
        newest_first = ids(reversed(made))
        self.assertEqual(ids(connections.list()), newest_first)
        pages = [
            (page.response.start, page.response.total, ids(page.items))
            for page in connections.list(per_page=30).iter_pages()
        ]
        self.assertEqual(pages, [(start, 65, newest_first[start : start + 30]) for start in (0, 30, 60)])
        self.assertTrue(all(each.model_extra == {} for each in connections.list()))


class Flows(unittest.TestCase):
    def setUp(self):
        self.addCleanup(lambda: [flows.delete(each.id) for each in list(flows.list(per_page=100))])

    def test_are_made_read_changed_listed_and_deleted(self):
        made = flows.create(name="greeting", actions=GREET)
        self.assertEqual([as_sent(action) for action in made.actions], GREET)
        self.assertIsNone(made.executed_at)
        self.assertEqual(as_sent(flows.get(made.id)), as_sent(made))

        self.assertEqual(flows.update(made.id, name="renamed").name, "renamed")
        self.assertIsNone(flows.update(made.id, actions=[]).actions)
        self.assertEqual([(each.id, each.name, each.model_extra) for each in flows.list()], [(made.id, "renamed", {})])

        flows.delete(made.id)
        with self.assertRaises(NotFoundError):
            flows.get(made.id)

    def test_with_every_action_come_back_as_they_were_sent(self):
        actions = all_actions({app: connections.create(request={"name": app, "app_id": app}).id for app in APPS})
        made = flows.create(name="everything", actions=actions)
        self.assertEqual(read_by_the_client(made.actions), actions)
        read = flows.get(made.id)
        self.assertIsInstance(read, GetFlowResponseContent)
        self.assertEqual(read_by_the_client(read.actions), actions)
        changed = flows.update(made.id, actions=actions[::-1])
        self.assertEqual(read_by_the_client(changed.actions), actions[::-1])

    def test_are_all_found_by_walking(self):
        newest_first = ids(reversed([flows.create(name=f"number {number}") for number in range(12)]))
        self.assertEqual(ids(flows.list(per_page=5)), newest_first)
        self.assertEqual(ids(flows.list(per_page=5, hydrate="form_count", synchronous=True)), newest_first)

    def test_leave_executions_that_are_listed_read_and_deleted(self):
        flow = flows.create(name="greeting", actions=GREET)
        runs = [run(flow.id, {"name": name}) for name in ("Ada", "Grace", "Edith", "Mary", "Joan")]
        self.assertEqual([done["output"]["hi"] for done in runs], ["Ada", "Grace", "Edith", "Mary", "Joan"])
        newest_first = [done["id"] for done in reversed(runs)]

        self.assertEqual(ids(flows.executions.list(flow.id, take=2)), newest_first)
        self.assertTrue(all(each.model_extra == {} for each in flows.executions.list(flow.id)))
        plain = flows.executions.get(flow.id, runs[0]["id"])
        self.assertIsInstance(plain, GetFlowExecutionResponseContent)
        self.assertEqual((plain.status, plain.debug, plain.model_extra), ("COMPLETED", None, {}))
        self.assertLessEqual(plain.started_at, plain.ended_at)
        hydrated = flows.executions.get(flow.id, runs[0]["id"], hydrate="debug")
        self.assertEqual(hydrated.debug["output"], {"hi": "Ada"})
        self.assertIsNotNone(flows.get(flow.id).executed_at)

        flows.executions.delete(flow.id, runs[0]["id"])
        self.assertEqual(ids(flows.executions.list(flow.id)), newest_first[:-1])

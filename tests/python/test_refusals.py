"""Every refusal reaches the official Python client as the error class it has for it, with the words that help.

Started by tests/black_box/python.rs with a server that lets each API client ask 40 times at once, then once a second.
"""

import unittest

from auth0.management.core.api_error import ApiError
from auth0.management.errors import (
    BadRequestError,
    ForbiddenError,
    NotFoundError,
    TooManyRequestsError,
    UnauthorizedError,
)

from flowvault import manage

NOBODY = "42HT5oiobDyUs8ASwEEWK0"
# A refusal is what we come to see, not a reason to try again.
ONCE = {"max_retries": 0}

flows = manage().flows
connections = flows.vault.connections


class Refusals(unittest.TestCase):
    def refused(self, error_class, call):
        with self.assertRaises(error_class) as caught:
            call()
        self.assertEqual(caught.exception.body["statusCode"], caught.exception.status_code)
        return caught.exception.body

    def test_of_what_is_not_right(self):
        colourful = {"name": "x", "app_id": "HTTP", "colour": "red"}
        wrong = [
            (lambda: connections.create(request=colourful), "invalid_body", "colour"),
            (lambda: flows.create(name="x" * 151), "invalid_body", "name"),
            (lambda: flows.list(per_page=101), "invalid_query_string", "per_page"),
            (lambda: flows.get("x" * 31), "invalid_uri", "id"),
        ]
        for call, code, names in wrong:
            body = self.refused(BadRequestError, call)
            self.assertEqual(body["errorCode"], code)
            self.assertIn(names, body["message"])

    def test_of_a_token_nobody_here_has_signed(self):
        stranger = manage(token="not.a.token")
        self.assertEqual(self.refused(UnauthorizedError, lambda: list(stranger.flows.list()))["error"], "Unauthorized")

    def test_of_a_missing_scope(self):
        few = manage("FLOWVAULT_FEW")
        self.assertEqual(list(few.flows.list()), [])
        body = self.refused(ForbiddenError, lambda: few.flows.vault.connections.list())
        self.assertEqual(body["message"], "Insufficient scope, expected any of: read:flows_vault_connections")

    def test_of_what_is_not_there(self):
        self.assertEqual(self.refused(NotFoundError, lambda: flows.get(f"af_{NOBODY}"))["message"], "Flow not found")
        gone = [
            (NotFoundError, lambda: connections.get(f"ac_{NOBODY}")),
            (NotFoundError, lambda: connections.update(f"ac_{NOBODY}", name="x")),
            # Its description of this call has no such answer.
            (ApiError, lambda: connections.delete(f"ac_{NOBODY}")),
        ]
        for error_class, call in gone:
            self.assertEqual(self.refused(error_class, call)["message"], "Connection not found")

    def test_of_one_request_too_many(self):
        few = manage("FLOWVAULT_FEW")

        def hurry():
            for _ in range(1000):
                few.flows.list(request_options=ONCE)

        self.assertEqual(self.refused(TooManyRequestsError, hurry)["errorCode"], "too_many_requests")
        self.assertEqual(list(few.flows.list()), [], "the client waits and asks again if one lets it")

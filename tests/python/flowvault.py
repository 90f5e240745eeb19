"""The server the tests talk to, as tests/black_box/python.rs says in FLOWVAULT_…, and what stands in for a form."""

import json
import os
from pathlib import Path

import httpx
from auth0.management import ManagementClient

DOMAIN = os.environ["FLOWVAULT_DOMAIN"]


def manage(prefix="FLOWVAULT", **options):
    """The official client; httpx finds the server's certificate in SSL_CERT_FILE."""
    if "token" not in options:
        options.setdefault("client_id", os.environ[f"{prefix}_CLIENT_ID"])
        options.setdefault("client_secret", os.environ[f"{prefix}_CLIENT_SECRET"])
    return ManagementClient(domain=DOMAIN, **options)


def all_actions(connection_of):
    """Every action there is, in one nested flow; in the file a connection is known by its app."""
    text = Path(__file__).parent.with_name("sdk").joinpath("all-actions.json").read_text(encoding="utf-8")

    def connected(members):
        app = members.get("connection_id")
        return members if app is None else {**members, "connection_id": connection_of[app]}

    return json.loads(text, object_hook=connected)


def run(flow_id, fields):
    """The client has no call that runs a flow."""
    grant = {
        "grant_type": "client_credentials",
        "client_id": os.environ["FLOWVAULT_CLIENT_ID"],
        "client_secret": os.environ["FLOWVAULT_CLIENT_SECRET"],
    }
    with httpx.Client(base_url=f"https://{DOMAIN}") as http:
        token = http.post("/oauth/token", json=grant).raise_for_status().json()["access_token"]
        answer = http.post(
            f"/api/v2/flows/{flow_id}/executions",
            headers={"authorization": f"Bearer {token}"},
            json={"input": {"fields": fields}, "synchronous": True},
        )
        return answer.raise_for_status().json()

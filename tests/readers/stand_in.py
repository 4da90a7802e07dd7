"""Whatever AWS's readers ask of the network, answered here: STS, IAM Identity Center, a container.

A session granted here carries in its token what it was granted for: the key that asked first, that key's
token, and the roles since.
"""

import base64
import json
import re
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

END = "2099-01-01T00:00:00Z"
GRANTED = "ASIAGRANTED"


def packed(chain):
    return base64.urlsafe_b64encode(json.dumps(chain).encode()).decode()


def unpacked(key_id, token):
    """The key at the bottom, its token, and the roles on top of it."""
    if key_id != GRANTED:
        return {"key": key_id, "token": token, "roles": []}
    return json.loads(base64.urlsafe_b64decode(token))


class StandIn:
    """Answers on loopback until it is stopped."""

    def __init__(self):
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fields = dict(urllib.parse.parse_qsl(form))
        action, role = fields["Action"], fields["RoleArn"]
        if action == "AssumeRoleWithWebIdentity":
            chain = {"key": "WEB", "token": None, "roles": [role]}
        else:
            key_id = re.search(r"Credential=([^/]+)/", self.headers["Authorization"])[1]
            chain = unpacked(key_id, self.headers["X-Amz-Security-Token"])
            chain["roles"].append(role)
        grant = (
            f"<Credentials><AccessKeyId>{GRANTED}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>"
            f"<SessionToken>{packed(chain)}</SessionToken><Expiration>{END}</Expiration></Credentials>"
            f"<AssumedRoleUser><Arn>{role}/s</Arn><AssumedRoleId>A:s</AssumedRoleId></AssumedRoleUser>"
        )
        namespace = "https://sts.amazonaws.com/doc/2011-06-15/"
        self._answer(
            f'<{action}Response xmlns="{namespace}"><{action}Result>{grant}</{action}Result>'
            f"<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></{action}Response>",
            "text/xml",
        )

    def do_GET(self):
        if self.path == "/container":
            keys = {"AccessKeyId": "ASIACONTAINER", "SecretAccessKey": "secret", "Token": "token", "Expiration": END}
        elif self.path.startswith("/federation/credentials"):
            keys = {
                "roleCredentials": {
                    "accessKeyId": "ASIASSO",
                    "secretAccessKey": "secret",
                    "sessionToken": "token",
                    "expiration": 4070908800000,
                }
            }
        else:
            self.send_error(404)
            return
        self._answer(json.dumps(keys), "application/json")

    def _answer(self, text, kind):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass

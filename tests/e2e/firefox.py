"""A Firefox without a window, driven through its own WebDriver end (Marionette): no driver program is needed.

Messages are `[0, number, command, parameters]` and `[1, number, error, result]`, each as `<length>:<JSON>` over TCP.
"""

from __future__ import annotations

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PREFERENCES = {
    "marionette.port": 0, "browser.shell.checkDefaultBrowser": False, "app.update.enabled": False, "network.captive-portal-service.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False, "toolkit.telemetry.server": "", "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,", "browser.safebrowsing.downloads.remote.enabled": False, "intl.accept_languages": "de",
}  # fmt: skip


class FirefoxError(Exception):
    """What Firefox answered instead of a result."""


class Firefox:
    """One session."""

    def __init__(self, port: int) -> None:
        self._stream = socket.create_connection(("127.0.0.1", port), timeout=60).makefile("rwb")
        self._number = 0
        self._read()
        self.call("WebDriver:NewSession", capabilities={})
        self.call("WebDriver:SetTimeouts", script=60_000, pageLoad=60_000)

    def call(self, command: str, **parameters: Any) -> Any:
        """Send one command and return its result."""
        self._number += 1
        message = json.dumps([0, self._number, command, parameters]).encode()
        self._stream.write(b"%d:%s" % (len(message), message))
        self._stream.flush()
        _, _, error, result = self._read()
        if error:
            raise FirefoxError(f"{command}: {error.get('message', error)}")
        return result

    def goto(self, address: str) -> None:
        """Open a page and wait until it is there."""
        self.call("WebDriver:Navigate", url=address)

    def do(self, script: str, *values: Any) -> Any:
        """Run the body of a function in the page and return what it returns or promises."""
        body = (
            "const done = arguments[arguments.length - 1];"
            f"(async (...values) => {{ {script} }})(...[...arguments].slice(0, -1)).then((value) => done([value]), (error) => done(String(error)));"
        )
        answer = self.call("WebDriver:ExecuteAsyncScript", script=body, args=list(values))["value"]
        if not isinstance(answer, list):
            raise FirefoxError(str(answer))
        return answer[0]

    def press(self, keys: str) -> None:
        """Press keys as a hand would, wherever the focus is; special ones are code points of WebDriver."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.call("WebDriver:PerformActions", actions=[{"type": "key", "id": "hand", "actions": actions}])

    def wait_for(self, part: str) -> None:
        """Wait until the address of the page has that part."""
        for _ in range(300):
            if part in self.call("WebDriver:GetCurrentURL")["value"]:
                return
            time.sleep(0.1)
        raise FirefoxError(f"Keine Adresse mit {part}")

    def _read(self) -> Any:
        length = b""
        while (letter := self._stream.read(1)) != b":":
            if not letter:
                raise FirefoxError("Firefox hat die Verbindung beendet")
            length += letter
        return json.loads(self._stream.read(int(length)))


@contextmanager
def firefox(program: str, profile: Path) -> Iterator[Firefox]:
    """Start Firefox with a fresh profile, yield a session, end it."""
    profile.mkdir(parents=True, exist_ok=True)
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = [program, "--marionette", "--headless", "--no-remote", "--profile", str(profile)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield Firefox(_port(profile, process))
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _port(profile: Path, process: subprocess.Popen[bytes]) -> int:
    """Return the port that Firefox has chosen and written into its profile."""
    for _ in range(600):
        file = profile / "MarionetteActivePort"
        if file.is_file() and (text := file.read_text().strip()):
            return int(text)
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise FirefoxError("Firefox ist nicht gestartet")

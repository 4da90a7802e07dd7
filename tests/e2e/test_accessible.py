"""What a screen reader finds in the real window, on the real accessibility bus."""

import accessible
from accessible import BUTTON, ENTRY, TOGGLE
from daypass import Daypass
from waiting import wait_until


def test_the_code_field_and_each_row_can_be_read(desktop, account):
    bus = accessible.start(desktop)
    app = Daypass(desktop, account)
    app.click_tray()
    app.wait_for_keys()

    def named(start, role):
        return next((node for node in accessible.read(bus) if node.name.startswith(start) and node.role == role), None)

    wait_until(lambda: named("Code from demo", ENTRY), 20, "the code field by its name")
    wait_until(
        lambda: (field := named("Code from demo", ENTRY)) and field.has("focused"), 10, "the keyboard in the field"
    )
    assert named("Code from demo", ENTRY).has("editable")
    row = named("demo demo", BUTTON)
    assert "123456789012" in row.name and row.name.endswith("Not signed in"), row.name
    assert row.has("expanded"), "the row tells that it is open"
    for role in ("demo-auditor", "demo-developer", "demo-locked", "demo-short"):
        assert named(role, BUTTON), f"a row for {role}"
    assert named("Keep open", TOGGLE) and named("Actions for demo", BUTTON) and named("Add an access key", BUTTON)
    nameless = [node for node in accessible.read(bus) if node.role in (BUTTON, TOGGLE, ENTRY) and not node.name]
    assert not nameless, "everything that can be pressed or filled has a name"

    app.type_code(account.code())
    account.session()
    app.show()
    wait_until(
        lambda: (row := named("demo demo", BUTTON)) and "left" in row.name and "Not signed in" not in row.name,
        10,
        "the new state in the row's name",
    )

"""A desktop with several real outputs: Xorg on a card without a screen, arranged by RandR."""

from PIL import Image, ImageChops

from desktop import Desktop
from waiting import wait_until

# Snapping positions of xfce4-panel (panel-window.c), and whether the panel stands upright.
EDGES = {"top": (6, 0), "bottom": (8, 0), "left": (5, 1), "right": (1, 1)}


class Screens(Desktop):
    """`outputs`: (width, height, x, y) of each. The panel stands at `edge` of the first, the last is the primary one.

    With `scale` 2 everything that GTK draws is twice as large, as on a fine screen.
    """

    def __init__(self, folder, outputs, edge="top", scale=1, **options):
        self.outputs, self.edge, self.scale = outputs, edge, scale
        super().__init__(folder, **options)

    def _environment(self):
        env = super()._environment()
        return env if self.scale == 1 else {**env, "GDK_SCALE": str(self.scale)}

    def _lay_out_home(self):
        super()._lay_out_home()
        layout = self.home / "config/xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml"
        position, upright = EDGES[self.edge]
        text, usual = layout.read_text(), '<property name="position" type="string" value="p=6;x=0;y=0"/>'
        assert usual in text
        ours = f'<property name="position" type="string" value="p={position};x=0;y=0"/>'
        ours += '<property name="output-name" type="string" value="DUMMY0"/>'
        ours += f'<property name="mode" type="uint" value="{upright}"/>'
        layout.write_text(text.replace(usual, ours))

    def _start_x(self):
        config = self.home / "xorg.conf"
        config.write_text(XORG)
        argv = ["Xorg", "-displayfd", "{}", "-config", config, "-logfile", self.processes.logs / "xorg.log"]
        self._start_server("xorg", [*argv, "-nolisten", "tcp", "-noreset", "-dpi", "96"])
        arrangement = []
        for number, (width, height, x, y) in enumerate(self.outputs):
            if number > 0:
                # Only the first output is born with modes.
                self.run("xrandr", "--addmode", f"DUMMY{number}", f"{width}x{height}")
            arrangement += ["--output", f"DUMMY{number}", "--mode", f"{width}x{height}", "--pos", f"{x}x{y}"]
        self.run("xrandr", *arrangement)
        self.run("xrandr", "--output", f"DUMMY{len(self.outputs) - 1}", "--primary")
        # A query makes the server look at its outputs again: until then programs see one screen.
        self.run("xrandr", "--query")
        self.run("xsetroot", "-solid", "#44546a")
        # Not where a panel would show a tooltip for it.
        width, height, x, y = self.outputs[0]
        self.run("xdotool", "mousemove", x + width // 2, y + height // 2)

    def panel_box(self):
        """x, y, width, height of the panel, once it stands at its edge."""
        width, height, x, y = self.outputs[0]
        ids = self.run("xdotool", "search", "--onlyvisible", "--class", "xfce4-panel", check=False).split()
        for window in ids:
            box = self.geometry(window)
            reaches = {
                "top": box[1] == y and box[2] == width,
                "bottom": box[1] + box[3] == y + height and box[2] == width,
                "left": box[0] == x and box[3] == height,
                "right": box[0] + box[2] == x + width and box[3] == height,
            }
            if reaches[self.edge]:
                return box
        return None

    def _panel_drawn(self):
        return self.panel_box()

    def tray_pixels(self):
        """The box of whatever the tray draws: the far half of the panel, which is empty without items."""
        x, y, width, height = wait_until(self.panel_box, 10, "the panel at its edge")
        if width > height:
            box = (x + width // 2, y + 2, x + width - 1, y + height - 2)
        else:
            box = (x + 2, y + height // 2, x + width - 2, y + height - 1)
        strip = self.grab().crop(box)
        empty = Image.new("RGB", strip.size, strip.getpixel((2, 2)))
        difference = ImageChops.difference(strip, empty).convert("L").point(lambda value: 255 if value > 40 else 0)
        found = difference.getbbox()
        if found is None or min(found[2] - found[0], found[3] - found[1]) < 4:
            return None
        return found[0] + box[0], found[1] + box[1], found[2] + box[0], found[3] + box[1]


XORG = """Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 65536
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5.0 - 1000.0
  VertRefresh 5.0 - 200.0
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Virtual 3200 2400
  EndSubSection
EndSection
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoEnableDevices" "false"
  Option "DontVTSwitch" "true"
EndSection
"""

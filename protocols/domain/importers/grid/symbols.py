"""Signs of symbol fonts: the letter that is stored is not the sign that people see."""

import re
from functools import cache

# Only signs that stand in schedules: arrows, ticks, crosses, boxes, bullets, comparisons, trade marks, Greek letters.
WINGDINGS = {
    **{0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xF3: "↔", 0xEF: "←", 0xF0: "→", 0xF1: "↑", 0xF2: "↓"},
    **{0xE7: "←", 0xE8: "→", 0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0xA8: "□", 0x6C: "●", 0x6E: "■", 0x9F: "•"},
    **{0x6F: "□", 0x75: "◆", 0x78: "☒", 0x9E: "•", 0xA1: "○", 0xA7: "▪"},
}
WINGDINGS_2 = {
    **{
        0x4F: "✗",
        0x50: "✓",
        0x51: "☒",
        0x52: "☑",
        0x53: "☒",
        0x54: "☒",
        0x96: "•",
        0x97: "●",
        0x98: "●",
        0xA2: "■",
        0xA3: "□",
    },
}
WINGDINGS_3 = {0x66: "←", 0x67: "→", 0x68: "↑", 0x69: "↓"}
WEBDINGS = {0x61: "✓", 0x63: "□", 0x67: "■", 0x6E: "●", 0x72: "✗", 0x3D: "□"}
SYMBOL = {
    **{0xAB: "↔", 0xAC: "←", 0xAE: "→", 0xB1: "±", 0xA3: "≤", 0xB3: "≥", 0xB7: "•", 0xD6: "√", 0xB4: "×", 0x2D: "-"},
    **{0xD2: "®", 0xE2: "®", 0xE4: "™", 0xD4: "™", 0x2A: "*", 0x61: "α", 0x62: "β", 0x67: "γ", 0x6D: "μ", 0x44: "Δ"},
}


FONTS = {
    "wingdings": WINGDINGS,
    "wingdings2": WINGDINGS_2,
    "wingdings3": WINGDINGS_3,
    "webdings": WEBDINGS,
    "symbol": SYMBOL,
    "symbolmt": SYMBOL,
}


def symbol(code: int, font: str) -> str:
    """Return the sign that a symbol font shows for a code; programs store it as it is or moved up by F000."""
    return _signs(font, SYMBOL).get(code & 0xFF if 0xF000 <= code <= 0xF0FF else code, chr(code))


def in_font(text: str, font: str) -> str:
    """Return a text as its font shows it. Codes from F000 are signs whatever font is named."""
    if _signs(font, {}):
        return "".join(symbol(ord(character), font) for character in text)
    if text.isascii():
        return text
    return "".join(symbol(ord(c), "Symbol") if 0xF000 <= ord(c) <= 0xF0FF else c for c in text)


@cache
def _names(font: str) -> str:
    """Return a font's name as the tables have it: "ABCDEF+Wingdings-Regular" is "wingdings"."""
    bare = re.sub(r"[^a-z0-9]", "", font.rpartition("+")[2].casefold())
    return re.sub(r"(?:regular|normal|std)$", "", bare)


def _signs(font: str, otherwise: dict[int, str]) -> dict[int, str]:
    return FONTS.get(_names(font), otherwise)

"""What the pages under "Findings" share: the place, and the tabs with how much stands under each."""

from protocols.findings.access import Listening, findings_in


def tabs(listening: Listening, page: str) -> dict[str, object]:
    """Return what the tabs say; `page` names the one that is open."""
    return {
        "place": listening.place,
        "current": "findings",
        "page": page,
        "all": findings_in(listening.place).count(),
        "waiting_count": len(listening.heard.waiting),
    }

"""A plot a table: bars in plain SVG, with its figures written beside them."""

BAR, GAP, LABEL, WIDTH, TOP = 16, 10, 190, 720, 34
OURS, THEIRS, TEXT = "#0f6cbd", "#9aa5b1", "#24292f"


def bars(title, unit, rows):
    """`rows` are (name, value or None, whether it is ours). Bars share one scale, from zero."""
    largest = max((value for _, value, _ in rows if value is not None), default=1) or 1
    room = WIDTH - LABEL - 110
    height = TOP + len(rows) * (BAR + GAP) + 6
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'font-family="sans-serif" font-size="13" fill="{TEXT}" role="img">',
        f"<title>{escaped(title)}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="8" y="20" font-weight="bold">{escaped(title)} ({escaped(unit)})</text>',
    ]
    for number, (name, value, is_ours) in enumerate(rows):
        y = TOP + number * (BAR + GAP)
        middle = y + BAR - 4
        parts.append(f'<text x="{LABEL - 8}" y="{middle}" text-anchor="end">{escaped(name)}</text>')
        if value is None:
            parts.append(f'<text x="{LABEL}" y="{middle}">–</text>')
            continue
        length = round(value / largest * room, 1)
        color = OURS if is_ours else THEIRS
        parts.append(f'<rect x="{LABEL}" y="{y}" width="{length}" height="{BAR}" fill="{color}"/>')
        parts.append(f'<text x="{LABEL + length + 6}" y="{middle}">{written(value)}</text>')
    return "\n".join(parts) + "\n</svg>\n"


def written(value):
    """At most three digits that matter, thousands apart."""
    if value is None:
        return "–"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

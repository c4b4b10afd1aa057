"""Reads a Maildir with Python's own parsers and prints what they found, as JSON."""
import email.policy, html.parser, json, mailbox, sys


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.text, self.links, self.scripts, self.language = "", [], 0, None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "a":
            self.links.append(attributes.get("href"))
        if tag == "html":
            self.language = attributes.get("lang")
        if tag in ("script", "img", "iframe", "form") or any(name.startswith("on") for name in attributes):
            self.scripts += 1

    def handle_data(self, text):
        self.text += text


def read(message):
    # aiosmtpd adds its own view of the envelope.
    envelope = [address.strip() for address in message["X-RcptTo"].split(",")]
    own = [name for name in message.keys() if name not in ("X-Peer", "X-MailFrom", "X-RcptTo")]
    parts = {part.get_content_type(): part for part in message.walk() if not part.is_multipart()}
    page = Page()
    page.feed(parts["text/html"].get_content())
    calendar = None
    if "text/calendar" in parts:
        part = parts["text/calendar"]
        text = part.get_payload(decode=True).decode("utf-8")
        calendar = {
            "method": part["Content-Type"].params.get("method"),
            "disposition": part.get_content_disposition(),
            "file_name": part.get_filename(),
            "lines": text.split("\r\n"),
        }
    return {
        "calendar": calendar,
        "header_names": own,
        "envelope": envelope,
        "to": [address.addr_spec for address in message["To"].addresses],
        "from": [address.addr_spec for address in message["From"].addresses],
        "reply_to": [address.addr_spec for address in message["Reply-To"].addresses],
        "subject": message["Subject"],
        "parts": list(parts),
        "text": parts["text/plain"].get_content(),
        "visible_html": page.text,
        "links": page.links,
        "elements_by_script": page.scripts,
        "language": page.language,
        "defects": [str(defect) for part in message.walk() for defect in part.defects],
    }


box = mailbox.Maildir(sys.argv[1], factory=lambda file: email.message_from_binary_file(file, policy=email.policy.default))
print(json.dumps([read(box[key]) for key in sorted(box.keys())]))

# Papers (PDF), and the links to them.
paper-rules-hash = Rules (SHA-256)
paper-run-hash = Selection run (SHA-256)
paper-ledger = Record, entry { $value }
paper-chair = Chair
paper-chair-acting = Acting chair, in place of { $value }
paper-decider-acting = Acting, in place of { $value }
paper-member = Member
receipt-pdf = Download as PDF
result-pdf = Download the letter as PDF
paper-signed = Record signed at entry { $value }, root

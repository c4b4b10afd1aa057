# One's own letters.
mails-language = Language of your letters
mails-choose = Save the language
mails-none = No letters yet.
mails-sent = Sent
mails-waiting = Waiting to be sent since

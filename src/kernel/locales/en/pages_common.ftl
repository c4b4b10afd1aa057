# The frame of all pages: menu, signing in and out, time, errors.
brand-line = Study assignment selection
skip-to-content = Skip to content
language-choice = Language
menu = Menu
main-menu = Main menu
menu-home = Home
menu-calls = Calls
menu-problems = Supervisory problems
menu-ledger = Record
sign-in = Sign in
sign-out = Sign out
error-home = To the home page
error-instance = Request number, in case you contact the secretariat:
footer-zone = All hours are given in
demo-banner = Demonstration: all people, proposals and figures here are invented.
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
left-days = { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
left-hours = { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
left-minutes = { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
leaves-open = Read here
leaves-one-by-one = Page by page
leaves-download = Download the file
leaves-wait = The page is being drawn …
leaves-fault = This page cannot be shown. Download the file, or close and open this to try once more.
leaf = Page
leaf-turn = Turn the page
leaf-before = Previous
leaf-after = Next
leaf-back = Proposal
mend-title = Look at your text once more
mend-lead = Nothing has been saved yet, and nothing you typed is lost. Your text holds characters that others cannot see or would take for others; this happens when text is copied from elsewhere. Below they are left out or replaced. Check the text, then send it.
mend-do = Send it so
elsewhere-title = This link is not from Tubel
elsewhere-lead = A link on another site or in a letter brought you here. What it leads to is noted under your name, so we ask first. Nothing was opened or noted yet.
elsewhere-what = What would be opened
elsewhere-where = Address
elsewhere-open = Yes, open it
opens-other = Something that is noted under your name
file-again = Choose the file again: browsers do not keep it.
field-at-most = At most { $count } characters.

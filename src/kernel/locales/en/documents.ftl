# Documents: uploads, what is looked for in them, downloads.
file-empty = The file is empty. Choose the file again.
file-too-large = The file is larger than { $megabytes } MB. Scan it in black and white at 150 dpi, or compress it.
file-not-recognised = This is not a file of a kind that is taken ({ $allowed }), whatever its name says. Export it as PDF and send it again.
file-wrong-format = This document is taken as { $allowed } only.
file-incomplete = The file's end is missing; it seems to have been cut off. Export it again and send it again.
pdf-encrypted = The PDF does not open without a password, so that nobody could read it. Save it without a password and send it again.
pdf-active-content = { $what ->
    [script] The PDF holds scripts.
    [form] The PDF holds a form that sends or takes in data by itself.
    [attachment] The PDF holds files within the file.
    [outside-file] The PDF refers to a file, folder or program on some computer or network, or links to one.
    [media] The PDF holds film, sound or a three-dimensional scene.
   *[automatic] The PDF does something by itself when it is opened.
} Print it to PDF ("Save as PDF") and send that.
pdf-not-readable = The PDF is built in a way that cannot be looked into. Print it to PDF ("Save as PDF") and send that.
pdf-without-pages = The PDF has no pages. Export it again and send it again.
file-damaged = The stored file is damaged and is not handed out. Tell the secretariat.
documents-too-large = All documents of a proposal together may have 25 MB; there are { $limit } bytes left for this one.
too-many-versions = This document has been uploaded { $maximum } times already. Ask the secretariat.
documents-closed = Documents of this proposal can no longer be uploaded.
no-open-repair = No repair is open: the deadline for documents has passed.
kind-not-opened = This document was not opened for repair; only: { $allowed }.
form-expected = Send the form as multipart/form-data with the fields kind and file, or PUT the file itself to …/documents/KIND.
page-not-drawable = This page of the file cannot be shown here. Download the file to read it.
pages-busy = Too many pages are being shown. Try again in a moment.
upload-offset = This piece does not fit on: { $offset } bytes are stored. Go on from there.
upload-in-use = This upload is taking another piece just now. Try again in a moment.
upload-too-long = More was sent than the size named at the beginning ({ $limit } bytes).
too-many-uploads = You have { $maximum } unfinished uploads. Continue or cancel one of them first.
uploads-too-large = Your unfinished uploads together may have 25 MB; { $limit } bytes are left. Continue or cancel one of them first.
tus-version = Send Tus-Resumable: 1.0.0; no other version is spoken.

# Documents: uploads, what is looked for in them, downloads.
file-empty = The file is empty. Choose the file again.
file-not-recognised = This is not a file of a kind that is taken ({ $allowed }), whatever its name says. Export it as PDF and send it again.
file-wrong-format = This document is taken as { $allowed } only.
file-incomplete = The file's end is missing; it seems to have been cut off. Export it again and send it again.
pdf-encrypted = The PDF is encrypted or protected by a password, so that nobody could read it. Save it without protection and send it again.
pdf-active-content = The PDF holds scripts, programs to launch or files within the file. Print it to PDF ("Save as PDF") and send that.
pdf-not-readable = The PDF is built in a way that cannot be looked into. Print it to PDF ("Save as PDF") and send that.
file-damaged = The stored file is damaged and is not handed out. Tell the secretariat.
documents-too-large = All documents of a proposal together may have 25 MB; there are { $limit } bytes left for this one.
too-many-versions = This document has been uploaded { $maximum } times already. Ask the secretariat.
documents-closed = Documents of this proposal can no longer be uploaded.
no-open-repair = No repair is open: the deadline for documents has passed.
kind-not-opened = This document was not opened for repair; only: { $allowed }.
form-expected = Send the form as multipart/form-data with the fields kind and file, or PUT the file itself to …/documents/KIND.
page-not-drawable = This page of the file cannot be shown here. Download the file to read it.
pages-busy = Too many pages are being shown. Try again in a moment.

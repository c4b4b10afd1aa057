DROP TABLE withdrawn_conclusions;
DROP TABLE document_openings;

DROP TABLE endorsed_texts;
DROP TABLE endorsement_requests;

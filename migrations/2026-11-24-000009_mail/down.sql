DROP TABLE mail_languages;
DROP TABLE mails;

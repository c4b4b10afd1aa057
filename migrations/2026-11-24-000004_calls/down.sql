DROP TABLE panel_members;
DROP TABLE call_extensions;
DROP TABLE calls;

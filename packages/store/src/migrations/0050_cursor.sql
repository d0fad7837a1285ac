-- Where on the canvas a person points, for the others on the same flow; null: nowhere.
alter table draft_presence add column cursor_x real, add column cursor_y real;

-- Why nothing may go there until somebody looked, such as a host that shows another key than the pinned; null: nothing of the kind.
alter table connection add column alarm text, add column alarmed_at timestamptz;

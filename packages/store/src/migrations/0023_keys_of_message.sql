-- The keys of one message, beside every run of a list: without it each would read a whole day.
create index business_key_message on business_key (message_id);

-- Who did what. Triggers hold what the code promises: rows are added and stay as they are.
create table audit (
    sequence integer primary key,
    at       integer not null,
    subject  blob    not null,
    actor    text    not null,
    origin   text,
    verb     text    not null,
    noun     text    not null,
    name     text,
    details  text
);
create index audit_subject on audit (subject);
create index audit_actor on audit (actor);
create trigger audit_stays before update on audit begin select raise(abort, 'Records of the audit trail are not changed.'); end;
create trigger audit_keeps before delete on audit begin select raise(abort, 'Records of the audit trail are not removed.'); end;

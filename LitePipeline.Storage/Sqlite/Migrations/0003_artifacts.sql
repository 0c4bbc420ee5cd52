-- The files that actions left: once as a JSON array in the action's row, which is read whole,
-- and once as rows of their own, which are found by their content: what is named by no row may go.
alter table actions add column artifacts blob;

-- The content's SHA-256 stands here in hex, as the package store has it.
create table artifacts (
    task_sequence  integer not null,
    action         text    not null,
    path           text    not null,
    sha256         text    not null,
    size           integer not null,
    primary key (task_sequence, action, path),
    foreign key (task_sequence, action) references actions (task_sequence, name) on delete cascade
) without rowid;
create index artifacts_sha256 on artifacts (sha256);

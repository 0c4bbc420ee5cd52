-- The number is SQLite's: a database of a number holds the same tables and columns in either.
-- Every whole number is a bigint, as SQLite's are. Ids are UUIDs as 16 bytes in the order of their text. Times are 100 ns since 1970 UTC.
-- JSON is UTF-8 as it came, which json would keep but for some characters and jsonb would not keep. Text is compared and ordered byte by byte.
-- A NUL in a text, which PostgreSQL has not, stands as U+0010 0, and U+0010 itself as U+0010 1.
-- Stages: 0 pending, 1 running, 2 stopping, 3 recovering, 4 finished. Statuses: 0 success, 1 fail, 2 kill, 3 cancel, 4 terminate, 5 error.

-- Who may write: a manager has a term, the highest one counts, and every commit of it takes the next number.
create table writer (
    only_row       boolean          not null primary key default true check (only_row),
    term           bigint           not null,
    commits        bigint           not null
) with (fillfactor = 10);
insert into writer (term, commits) values (0, 0);

create table applications (
    sequence       bigint           not null primary key,
    id             bytea            not null unique,
    name           text collate "C" not null,
    description    text collate "C" not null,
    created_at     bigint           not null,
    updated_at     bigint           not null,
    sha1           text collate "C" not null,
    sha256         text collate "C" not null,
    format         bigint           not null,
    size           bigint           not null,
    configuration  bytea
);

create table application_versions (
    history_id     bigint           not null primary key,
    application_id bytea            not null references applications (id) on delete cascade,
    created_at     bigint           not null,
    description    text collate "C" not null,
    sha1           text collate "C" not null,
    sha256         text collate "C" not null,
    format         bigint           not null,
    size           bigint           not null,
    configuration  bytea
);
create index application_versions_application on application_versions (application_id, history_id);
create index application_versions_sha256 on application_versions (sha256);

-- Room in each page for the row's next states: no index holds what changes while a task runs but its stage and status.
create table tasks (
    sequence       bigint           not null primary key,
    id             bytea            not null unique,
    stage          bigint           not null,
    status         bigint,
    application_id bytea            not null,
    work_id        bytea,
    service_id     bytea,
    schedule_id    bytea,
    created_at     bigint           not null,
    updated_at     bigint           not null,
    started_at     bigint,
    ended_at       bigint,
    stop_signal    bigint,
    priority       bigint           not null,
    attempt_base   bigint           not null,
    name           text collate "C" not null,
    version        text collate "C" not null,
    message        text collate "C",
    input          bytea
) with (fillfactor = 80);
create index tasks_stage on tasks (stage, sequence);
create index tasks_application on tasks (application_id, sequence);
create index tasks_status on tasks (status, sequence) where status is not null;
create index tasks_work on tasks (work_id, sequence) where work_id is not null;
create index tasks_service on tasks (service_id, sequence) where service_id is not null;
create index tasks_schedule on tasks (schedule_id, sequence) where schedule_id is not null;

-- Earlier is a JSON array of the attempts before the latest, oldest first; artifacts one of the files that it left; cached says whose result was taken.
create table actions (
    task_sequence  bigint           not null references tasks (sequence) on delete cascade,
    name           text collate "C" not null,
    ordinal        bigint           not null,
    stage          bigint           not null,
    status         bigint,
    attempt        bigint           not null,
    node           bytea,
    started_at     bigint,
    ended_at       bigint,
    return_code    bigint,
    failure_kind   bigint,
    retries        bigint           not null,
    losses         bigint           not null,
    retry_at       bigint,
    failure        text collate "C",
    result         bytea,
    earlier        bytea,
    artifacts      bytea,
    cached         bytea,
    primary key (task_sequence, name)
) with (fillfactor = 80);

-- The same files once more as rows, which are found by their content: what is named by no row may go. The SHA-256 is in hex.
create table artifacts (
    task_sequence  bigint           not null,
    action         text collate "C" not null,
    path           text collate "C" not null,
    sha256         text collate "C" not null,
    size           bigint           not null,
    primary key (task_sequence, action, path),
    foreign key (task_sequence, action) references actions (task_sequence, name) on delete cascade
);
create index artifacts_sha256 on artifacts (sha256);

-- The highest number given, raised when rows go away; while they are there, the rows say it themselves.
create table high_marks (
    name           text collate "C" not null primary key,
    value          bigint           not null
);

create table venvs (
    sequence       bigint           not null primary key,
    id             bytea            not null unique,
    name           text collate "C" not null,
    description    text collate "C" not null,
    created_at     bigint           not null,
    updated_at     bigint           not null,
    sha1           text collate "C" not null,
    sha256         text collate "C" not null,
    format         bigint           not null,
    size           bigint           not null
);

create table venv_versions (
    history_id     bigint           not null primary key,
    venv_id        bytea            not null references venvs (id) on delete cascade,
    created_at     bigint           not null,
    description    text collate "C" not null,
    sha1           text collate "C" not null,
    sha256         text collate "C" not null,
    format         bigint           not null,
    size           bigint           not null
);
create index venv_versions_venv on venv_versions (venv_id, history_id);
create index venv_versions_sha256 on venv_versions (sha256);

create table workflows (
    sequence       bigint           not null primary key,
    id             bytea            not null unique,
    enabled        bigint           not null,
    created_at     bigint           not null,
    updated_at     bigint           not null,
    name           text collate "C" not null,
    description    text collate "C" not null,
    configuration  bytea
);

create table works (
    sequence       bigint           not null primary key,
    id             bytea            not null unique,
    stage          bigint           not null,
    status         bigint,
    workflow_id    bytea            not null,
    schedule_id    bytea,
    created_at     bigint           not null,
    updated_at     bigint           not null,
    started_at     bigint,
    ended_at       bigint,
    stop_signal    bigint,
    run            bigint           not null,
    name           text collate "C" not null,
    message        text collate "C",
    input          bytea,
    configuration  bytea
) with (fillfactor = 80);
create index works_stage on works (stage, sequence);
create index works_workflow on works (workflow_id, sequence);
create index works_status on works (status, sequence) where status is not null;
create index works_schedule on works (schedule_id, sequence) where schedule_id is not null;

-- The ordinal is given once, when the row is added, and says in which order a work's applications were started.
create table work_steps (
    ordinal        bigint           not null generated by default as identity primary key,
    work_sequence  bigint           not null references works (sequence) on delete cascade,
    name           text collate "C" not null,
    application_id bytea            not null,
    task_id        bytea,
    stage          bigint           not null,
    status         bigint,
    message        text collate "C",
    output         bytea,
    unique (work_sequence, name)
) with (fillfactor = 80);

-- Sources: 0 application, 1 workflow. Missed: 0 skip, 1 run once, 2 run all. Overlap: 0 allow, 1 skip, 2 queue.
-- A field of the timing is -1 where it is unset; queued is a JSON array of times.
create table schedules (
    sequence       bigint           not null primary key,
    id             bytea            not null unique,
    enabled        bigint           not null,
    source         bigint           not null,
    source_id      bytea            not null,
    missed         bigint           not null,
    overlap        bigint           not null,
    minute         bigint           not null,
    hour           bigint           not null,
    day_of_month   bigint           not null,
    day_of_week    bigint           not null,
    start_at       bigint,
    end_at         bigint,
    created_at     bigint           not null,
    updated_at     bigint           not null,
    decided_until  bigint           not null,
    last_run_at    bigint,
    last_run_id    bytea,
    name           text collate "C" not null,
    cron           text collate "C",
    time_zone      text collate "C",
    queued         bytea,
    input          bytea
);
create index schedules_source on schedules (source_id, sequence);

create table services (
    sequence          bigint           not null primary key,
    id                bytea            not null unique,
    enabled           bigint           not null,
    application_id    bytea            not null,
    signal            bigint           not null,
    created_at        bigint           not null,
    updated_at        bigint           not null,
    task_id           bytea,
    stage             bigint,
    status            bigint,
    starts            bigint           not null,
    failures_in_a_row bigint           not null,
    restart_at        bigint,
    name              text collate "C" not null,
    description       text collate "C" not null,
    message           text collate "C",
    input             bytea
);
create index services_application on services (application_id, sequence);

-- Who did what. Triggers hold what the code promises: rows are added and stay as they are.
create table audit (
    sequence bigint           not null primary key,
    at       bigint           not null,
    subject  bytea            not null,
    actor    text collate "C" not null,
    origin   text collate "C",
    verb     text collate "C" not null,
    noun     text collate "C" not null,
    name     text collate "C",
    details  text collate "C"
);
create index audit_subject on audit (subject, sequence);
create index audit_actor on audit (actor, sequence);
create function refuse_change() returns trigger language plpgsql as
    $$ begin raise exception 'Records of the audit trail are not %.', tg_argv[0] using errcode = 'integrity_constraint_violation'; end $$;
create trigger audit_stays before update on audit for each statement execute function refuse_change('changed');
create trigger audit_keeps before delete on audit for each statement execute function refuse_change('removed');
create trigger audit_is_not_emptied before truncate on audit for each statement execute function refuse_change('removed');

-- The results that are kept for actions with the same input. The key is a SHA-256 in hex.
create table cache_entries (
    sequence       bigint           not null primary key,
    key            text collate "C" not null unique,
    application_id bytea            not null,
    task_id        bytea            not null,
    recorded_at    bigint           not null,
    action         text collate "C" not null,
    artifacts      bytea,
    result         bytea
);
create index cache_entries_application on cache_entries (application_id, sequence);

create table cache_contents (
    entry_sequence bigint           not null references cache_entries (sequence) on delete cascade,
    sha256         text collate "C" not null,
    primary key (entry_sequence, sha256)
);
create index cache_contents_sha256 on cache_contents (sha256, entry_sequence);

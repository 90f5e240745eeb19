-- What happened to one thing is found without walking along the whole log.

CREATE INDEX audit_of_target ON audit (tenant_id, target, at, id);

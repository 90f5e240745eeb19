//! What a person's role lets them do, in the rights that programs have too.

use model::{Person, Role};

use super::{Scope, Scopes};

/// What a viewer may do.
const READ: [Scope; 4] = [Scope::ReadFlows, Scope::ReadConnections, Scope::ReadExecutions, Scope::ReadAudit];

/// The rights of a person with this role in a tenant.
pub(crate) fn scopes(role: Role) -> Scopes {
    match role {
        Role::Viewer => READ.into_iter().collect(),
        Role::Editor => Scopes::all().difference(&[Scope::ManageSettings].into_iter().collect()),
        Role::Owner => Scopes::all(),
    }
}

/// Whether a person may make tenants: who owns one only may not, since it would be theirs alone.
pub(crate) fn may_create_tenants(person: &Person) -> bool {
    person.everywhere == Some(Role::Owner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_viewer_reads_and_an_editor_does_everything_in_a_tenant_but_decide_about_it() {
        let viewer = scopes(Role::Viewer);
        assert!(viewer.names().iter().all(|name| name.starts_with("read:")));
        let reading = Scopes::all().names().iter().filter(|name| name.starts_with("read:")).count();
        assert_eq!(viewer.names().len(), reading);
        let owners = Scopes::all().difference(&scopes(Role::Editor));
        assert_eq!(owners.names(), ["manage:settings"]);
        assert_eq!(scopes(Role::Owner), Scopes::all());
    }
}

package io.mycel.hub.internal;

/**
 * What clients may make the hub keep. Each limit is a property of {@link HubConfig}.
 *
 * @param services of one client
 * @param serviceBytes of the descriptions of all services of one client
 * @param workspaces all of them; beyond it none can be made, while clients still get their own
 * @param workspacesOfUser that one user has made and not left
 * @param workspaceBytes that one workspace keeps: its description, variables, types of services and
 *     events
 * @param subscriptions of one client
 * @param pendingCalls of one client, without an answer
 * @param awayClients that have lost their connection and may come back
 * @param revokedTokens that have not expired
 * @param managerBytes of one message to the workspace manager
 */
record HubLimits(
    int services,
    int serviceBytes,
    int workspaces,
    int workspacesOfUser,
    int workspaceBytes,
    int subscriptions,
    int pendingCalls,
    int awayClients,
    int revokedTokens,
    int managerBytes) {}

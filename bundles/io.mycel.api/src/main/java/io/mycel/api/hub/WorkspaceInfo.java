package io.mycel.api.hub;

/**
 * A workspace at one moment, for administration.
 *
 * @param name unique in the hub
 * @param owner id of the user who made it
 * @param isPermanent true if it stays when its last client leaves
 * @param visibility {@code public} or {@code protected}, as its maker said
 * @param description null if none
 * @param clients how many are in it, those included that may still come back
 * @param services how many they have registered, without the built-in ones of each client
 */
public record WorkspaceInfo(
    String name,
    String owner,
    boolean isPermanent,
    String visibility,
    String description,
    int clients,
    int services) {}

package io.mycel.api.hub;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Who is behind a client.
 *
 * @param id unique in this hub
 * @param roles e.g. {@code anonymous}, {@code admin}
 * @param isAnonymous true if nobody has logged in
 * @param email null if unknown
 * @param parent id of the user whose token made this one; null if none
 * @param workspaces what this user may do in which workspace; {@code *} stands for every one
 * @param expiresAt when the grant ends; null if never
 */
public record User(
    String id,
    List<String> roles,
    boolean isAnonymous,
    String email,
    String parent,
    Map<String, Permission> workspaces,
    Instant expiresAt) {

  /** True if this user may do at least this much in a workspace. */
  public boolean may(String workspace, Permission permission) {
    return grants(workspaces.get(workspace), permission) || grants(workspaces.get("*"), permission);
  }

  private static boolean grants(Permission has, Permission wanted) {
    return has != null && has.compareTo(wanted) >= 0;
  }
}

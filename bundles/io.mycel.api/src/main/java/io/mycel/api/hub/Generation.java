package io.mycel.api.hub;

/**
 * The two generations of clients, which differ in how they connect and in what some calls return.
 */
public enum Generation {
  /**
   * imjoy-rpc 0.5: identity in the query of the URL; the manager is {@code
   * <workspace>/workspace-manager}.
   */
  A,
  /**
   * hypha-rpc 0.20 and newer, and peers of this JVM: identity in the first text frame; the manager
   * is {@code *}{@code /<manager id>}.
   */
  B
}

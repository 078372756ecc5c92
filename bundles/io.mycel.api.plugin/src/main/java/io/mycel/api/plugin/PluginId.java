package io.mycel.api.plugin;

/**
 * Which plugin: one of a name is in a workspace at most.
 *
 * @param workspace where it lives
 * @param name as its file says
 */
public record PluginId(String workspace, String name) {

  @Override
  public String toString() {
    return workspace + "/" + name;
  }
}

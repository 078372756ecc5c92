package io.mycel.plugins.internal.life;

import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginLog;
import io.mycel.api.plugin.UserInterface;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Where nobody looks at a screen: what plugins show is written to their logs. */
final class LogUserInterface implements UserInterface {
  /** They are of no use without somebody who answers, or takes what they give. */
  private static final Set<String> ASKING =
      Set.of(
          "confirm",
          "prompt",
          "showDialog",
          "showFileDialog",
          "createWindow",
          "showOpenFilePicker",
          "showSaveFilePicker",
          "showDirectoryPicker",
          "exportFile",
          "getFileUrl",
          "getFilePath",
          "requestUploadUrl",
          "uploadFileToUrl",
          "downloadFileFromUrl");

  /** Asked for a window, there is none: plugins look before they make one. */
  private static final String LOOKING = "getWindow";

  private final Function<PluginId, PluginLog> logs;

  LogUserInterface(Function<PluginId, PluginLog> logs) {
    this.logs = logs;
  }

  @Override
  public CompletionStage<Object> call(
      PluginId plugin, String method, List<Object> args, Map<String, Object> kwargs) {
    if (ASKING.contains(method)) {
      return CompletableFuture.failedStage(
          new UnsupportedOperationException(
              method + " needs somebody who answers, and no user interface is connected"));
    }
    if (LOOKING.equals(method)) {
      return CompletableFuture.completedStage(null);
    }
    StringBuilder text = new StringBuilder(method).append(':');
    args.forEach(arg -> text.append(' ').append(arg));
    kwargs.forEach((name, value) -> text.append(' ').append(name).append('=').append(value));
    logs.apply(plugin).write(PluginLog.Level.INFO, text.toString());
    return CompletableFuture.completedStage(null);
  }
}

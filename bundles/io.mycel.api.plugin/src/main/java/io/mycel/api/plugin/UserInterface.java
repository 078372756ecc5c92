package io.mycel.api.plugin;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What shows people things on behalf of plugins: the methods of ImJoy's {@code api} that need a
 * screen. An OSGi service; without one, everything is written to the plugin's log, and what needs
 * an answer fails and says so.
 */
@ConsumerType
public interface UserInterface {

  /**
   * Does what a plugin asks for.
   *
   * @param plugin who asks
   * @param method the name in ImJoy's API: {@code alert}, {@code confirm}, {@code createWindow},
   *     {@code prompt}, {@code showDialog}, {@code showFileDialog}, {@code showMessage}, {@code
   *     showProgress}, {@code showSnackbar}, {@code showStatus}, {@code exportFile}, {@code
   *     openUrl} …
   * @param args positional, values of the data representation
   * @param kwargs by name
   * @return what the method answers there; fails with an {@link UnsupportedOperationException},
   *     whose message the plugin gets, if it cannot be done here
   */
  CompletionStage<Object> call(
      PluginId plugin, String method, List<Object> args, Map<String, Object> kwargs);
}

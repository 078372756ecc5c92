package io.mycel.runtime.platform;

import java.io.PrintStream;
import org.apache.felix.framework.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;

/** What the framework itself has to say, one line each, where the rest of the log goes. */
final class FrameworkLog extends Logger implements FrameworkListener {
  private final PrintStream err;

  FrameworkLog(PrintStream err) {
    this.err = err;
    setLogLevel(LOG_ERROR);
  }

  @Override
  protected void doLog(int level, String message, Throwable cause) {
    err.println("ERROR framework - " + message + because(cause));
  }

  @Override
  public void frameworkEvent(FrameworkEvent event) {
    if (event.getType() == FrameworkEvent.ERROR) {
      Bundle bundle = event.getBundle();
      err.println(
          "ERROR framework - bundle "
              + bundle.getSymbolicName()
              + " does not start"
              + because(event.getThrowable()));
    }
  }

  /** The whole chain: an activator's own error is the cause of what the framework throws. */
  private static String because(Throwable cause) {
    StringBuilder text = new StringBuilder();
    for (Throwable each = cause; each != null; each = each.getCause()) {
      String message = String.valueOf(each.getMessage()).replaceAll("\\s*\\R\\s*", " ");
      boolean plain = each instanceof BundleException && each.getCause() == null;
      text.append(": ").append(plain ? message : each.getClass().getSimpleName() + " " + message);
    }
    return text.toString();
  }
}

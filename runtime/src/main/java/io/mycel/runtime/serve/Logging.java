package io.mycel.runtime.serve;

import java.net.URL;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tells the logging bundles what to do before they start, by the properties that they read. */
final class Logging {
  private static final String CONFIGURATION = "logback.configurationFile";

  /** Held, since java.util.logging forgets the level of a logger that nobody holds. */
  private static final Logger SERVICE_LOADER = Logger.getLogger("org.apache.aries.spifly");

  private Logging() {}

  /**
   * Sets the level of Mycel. Without a configuration Logback would log everything of everybody; one
   * that the user names on the command line of Java is left alone.
   *
   * @return whether the log goes to the standard error
   */
  static boolean configure(String level) {
    System.setProperty("mycel.log.level", level);
    // It starts before the logging that it brings up, and would tell of every provider it finds.
    SERVICE_LOADER.setLevel(Level.WARNING);
    URL ours = Logging.class.getResource("/io/mycel/runtime/logback.xml");
    if (System.getProperty(CONFIGURATION) == null) {
      System.setProperty(CONFIGURATION, ours.toString());
    }
    return System.getProperty(CONFIGURATION).equals(ours.toString());
  }
}

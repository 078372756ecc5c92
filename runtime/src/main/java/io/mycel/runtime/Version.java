package io.mycel.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that the build wrote down. */
final class Version {
  private Version() {}

  /** E.g. {@code 0.1.0-SNAPSHOT}. */
  static String ofThisBuild() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("version.properties in the jar of Mycel", e);
    }
    return properties.getProperty("version");
  }
}

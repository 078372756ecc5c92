package io.mycel.shell.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings of the console, PID {@code io.mycel.shell}. */
@ObjectClassDefinition(name = "Mycel console")
public @interface ConsoleConfig {
  /** Where the socket is made. */
  @AttributeDefinition(
      description = "Folder in which the socket console.sock is made; empty for no console")
  String dataDir() default "";

  /** Consoles open at once. */
  @AttributeDefinition(description = "Consoles that may be open at once; more are sent away")
  int maxSessions() default 8;

  /** The longest command line. */
  @AttributeDefinition(description = "The longest command line, in bytes of UTF-8")
  int maxLineBytes() default 65536;

  /** How long a console may leave its output unread. */
  @AttributeDefinition(
      description = "Seconds that a console may leave its output unread before it is closed")
  int writeTimeoutSeconds() default 30;

  /** How long a console may be idle. */
  @AttributeDefinition(
      description = "Seconds that a console may be open without a command before it is closed")
  int idleTimeoutSeconds() default 3600;
}

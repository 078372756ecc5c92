package io.mycel.apps.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration of server apps, PID {@code io.mycel.apps}. */
@ObjectClassDefinition(name = "Mycel server apps")
public @interface AppsConfig {
  /** The PID. */
  String PID = "io.mycel.apps";

  /** Whether there are any. */
  @AttributeDefinition(description = "Whether this server has apps")
  boolean enabled() default false;

  /** Where installed apps are kept; empty to keep them in the bundle's own storage. */
  @AttributeDefinition(
      description = "Folder of the installed apps; empty for the bundle's own storage")
  String dataDir() default "";

  /** Whether users who have not logged in may install and start apps. */
  @AttributeDefinition(description = "Whether anonymous users may install and start apps")
  boolean allowAnonymous() default false;

  /** Apps that a workspace may have. */
  @AttributeDefinition(description = "Apps that a workspace may have")
  int maxAppsPerWorkspace() default 100;

  /** Characters of the source of an app. */
  @AttributeDefinition(description = "Characters that the source of an app may have")
  int maxSourceChars() default 5 * 1024 * 1024;

  /** Sessions that may run in a workspace. */
  @AttributeDefinition(description = "Sessions that may run in a workspace")
  int maxSessionsPerWorkspace() default 20;

  /** How long a start may take if its caller does not say, in seconds. */
  @AttributeDefinition(description = "Seconds that a start may take, if its caller does not say")
  int startTimeoutSeconds() default 60;

  /** After how long without a call a session ends if nobody says, in seconds; 0 for never. */
  @AttributeDefinition(
      description = "Seconds without a call after which a session ends, if nobody says; 0: never")
  int stopAfterInactiveSeconds() default 0;
}

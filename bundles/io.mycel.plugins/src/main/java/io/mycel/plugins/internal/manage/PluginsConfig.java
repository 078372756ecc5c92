package io.mycel.plugins.internal.manage;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration of plugins, PID {@value #PID}. */
@ObjectClassDefinition(name = "Mycel plugins")
public @interface PluginsConfig {
  /** The PID. */
  String PID = "io.mycel.plugins";

  /** Where all that lasts is kept. */
  @AttributeDefinition(
      description = "Data directory, plugins are in its folder plugins; empty for the bundle's own")
  String dataDir() default "";

  /** Where workspaces have files for their plugins. */
  @AttributeDefinition(
      description =
          "Folder with a folder for each workspace, whose plugins may read what their permissions"
              + " name; empty for the folder workspaces of the data directory")
  String workspacesDir() default "";

  /** Where plugins live if nobody says. */
  @AttributeDefinition(description = "Workspace of plugins for which nobody names one")
  String workspace() default "public";

  /** Where plugins are found by their names. */
  @AttributeDefinition(
      description = "Repositories of plugins: owner/repo at GitHub, https URLs, or folders")
  String[] repositories() default {"imjoy-team/imjoy-plugins"};

  /** When repositories are asked again. */
  @AttributeDefinition(
      description =
          "Seconds after which repositories are asked again for versions and kill lists; 0 for never")
  long refreshSeconds() default 6 * 60 * 60;

  /** GitHub's pages. */
  @AttributeDefinition(description = "URL of GitHub or of its mirror: pages")
  String githubWeb() default "https://github.com";

  /** GitHub's files. */
  @AttributeDefinition(description = "URL of GitHub or of its mirror: files")
  String githubRaw() default "https://raw.githubusercontent.com";

  /** GitHub's interface. */
  @AttributeDefinition(description = "URL of GitHub or of its mirror: REST interface")
  String githubApi() default "https://api.github.com";

  /** GitHub's gists. */
  @AttributeDefinition(description = "URL of GitHub or of its mirror: gists")
  String githubGist() default "https://gist.github.com";

  /** The folder that is watched. */
  @AttributeDefinition(
      description = "Folder whose plugin files are installed, updated and removed; empty for none")
  String pluginsDir() default "";

  /** How long a file must be left alone. */
  @AttributeDefinition(
      description = "Milliseconds that a file of the watched folder must not have changed")
  int settleMillis() default 200;

  /** Whether this machine may be asked for plugins. */
  @AttributeDefinition(description = "Whether URLs of this machine itself may be downloaded")
  boolean allowLoopback() default false;

  /** When a server is given up. */
  @AttributeDefinition(description = "Milliseconds after which a silent server is given up")
  int silenceMillis() default 15_000;

  /** When a download is given up. */
  @AttributeDefinition(description = "Seconds that one download may take")
  int downloadTimeoutSeconds() default 120;

  /** The largest plugin file. */
  @AttributeDefinition(description = "The largest plugin file, in bytes")
  long maxFileBytes() default 10L * 1024 * 1024;

  /** The largest bundle. */
  @AttributeDefinition(description = "The largest bundle of a plugin in Java, in bytes")
  long maxBundleBytes() default 200L * 1024 * 1024;

  /** What a bundle may hold. */
  @AttributeDefinition(description = "Entries that the jar of a bundle may have")
  int maxBundleEntries() default 100_000;

  /** What a bundle may become. */
  @AttributeDefinition(description = "The largest bundle after it was unpacked, in bytes")
  long maxBundleUnpackedBytes() default 2L * 1024 * 1024 * 1024;

  /** What one installation may hold in memory. */
  @AttributeDefinition(description = "Bytes of all that one installation or lock file installs")
  long maxInstallBytes() default 256L * 1024 * 1024;

  /** The largest manifest. */
  @AttributeDefinition(description = "The largest manifest of a repository, in bytes")
  long maxManifestBytes() default 32L * 1024 * 1024;

  /** The largest index. */
  @AttributeDefinition(description = "The largest OSGi index of a repository, in bytes")
  long maxIndexBytes() default 64L * 1024 * 1024;

  /** How many repositories are kept that are not configured. */
  @AttributeDefinition(
      description = "Copies of repositories that are kept beside those of the configured ones")
  int maxRepositoryCopies() default 50;

  /** How long a copy is as good as the repository. */
  @AttributeDefinition(
      description = "Seconds for which an installation does not ask a repository again")
  int freshSeconds() default 600;

  /** How many sets of plugins may be gone back to. */
  @AttributeDefinition(description = "Revisions of the set of plugins that are kept")
  int maxRevisions() default 50;

  /** What one plugin may keep. */
  @AttributeDefinition(description = "Bytes that the settings of one plugin may take, as JSON")
  long maxSettingsBytes() default 5L * 1024 * 1024;

  /** Threads for what plugins do when they start and end. */
  @AttributeDefinition(description = "Plugins that are started or ended at the same time")
  int workers() default 16;

  /** How long a start may take. */
  @AttributeDefinition(
      description = "Seconds that the start of a plugin may take, while it waits for nothing")
  int startTimeoutSeconds() default 300;

  /** How long a new version may take. */
  @AttributeDefinition(
      description = "Seconds until a new version must be active, all that it waits for included")
  int updateTimeoutSeconds() default 1800;

  /** How long an end may take. */
  @AttributeDefinition(
      description = "Milliseconds that a plugin may take to end, once it has no more calls")
  int stopTimeoutMillis() default 10_000;

  /** How long others wait for plugins. */
  @AttributeDefinition(
      description =
          "Milliseconds that whoever takes a runtime or a bundle away waits for its plugins")
  int patienceMillis() default 20_000;

  /** How long calls wait for a plugin that is away. */
  @AttributeDefinition(
      description =
          "Milliseconds that calls wait for a plugin whose runtime is replaced, and again for its"
              + " start; after that they are refused at once")
  int absenceMillis() default 15_000;

  /** How many calls wait for a plugin that is away. */
  @AttributeDefinition(description = "Calls that wait for one plugin while its runtime is replaced")
  int maxAbsentCalls() default 10_000;

  /** What the calls take that wait for plugins that are away. */
  @AttributeDefinition(
      description = "Bytes of the arguments of all calls that wait while a runtime is replaced")
  long maxAbsentBytes() default 64L * 1024 * 1024;

  /** What may wait to be installed. */
  @AttributeDefinition(description = "Installations and the like that may wait for each other")
  int maxWaiting() default 1000;

  /** Lines of one plugin. */
  @AttributeDefinition(description = "Lines that the log of one plugin keeps")
  int logLines() default 1000;

  /** Characters of one plugin. */
  @AttributeDefinition(description = "Characters that the log of one plugin keeps")
  int logChars() default 256 * 1024;

  /** Characters of one line. */
  @AttributeDefinition(description = "Characters of one line; what is longer is cut")
  int logLineChars() default 4096;

  /** Lines that the log of the server gets. */
  @AttributeDefinition(
      description = "Lines a second of one plugin that also go to the log of the server")
  int logLinesPerSecond() default 100;
}

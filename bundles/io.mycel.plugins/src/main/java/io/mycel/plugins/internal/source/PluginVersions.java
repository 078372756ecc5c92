package io.mycel.plugins.internal.source;

import io.mycel.plugins.internal.github.GitHub;
import io.mycel.plugins.internal.install.PluginUri;
import io.mycel.plugins.internal.net.DownloadException;
import io.mycel.plugins.internal.repository.Repositories;
import io.mycel.plugins.internal.repository.Repository;
import io.mycel.plugins.internal.repository.RepositoryAddress;
import io.mycel.plugins.internal.repository.RepositoryEntry;
import io.mycel.plugins.internal.repository.RepositoryException;
import java.util.ArrayList;
import java.util.List;

/** What there is to choose from of one plugin. */
public final class PluginVersions {
  private final Repositories repositories;
  private final GitHub github;

  /**
   * A repository's plugin.
   *
   * @param source what to install for it
   * @param version empty if its manifest does not say
   * @param tags variants that it comes in
   * @param states branches and tags of git: {@code owner/repo@STATE:Name} is the plugin as it was
   */
  public record Choice(String source, String version, List<String> tags, List<String> states) {}

  /** Versions in repositories. */
  public PluginVersions(Repositories repositories, GitHub github) {
    this.repositories = repositories;
    this.github = github;
  }

  /**
   * The choices for a plugin.
   *
   * @param uri a name, or a name in a repository at GitHub
   */
  public List<Choice> of(PluginUri uri) throws PluginSourceException, InterruptedException {
    List<Choice> choices = new ArrayList<>();
    try {
      if (uri instanceof PluginUri.InRepository in) {
        add(
            choices,
            new RepositoryAddress.GitHub(in.owner(), in.repository(), in.commit()),
            in.name());
      } else if (uri instanceof PluginUri.Named named) {
        for (Repository repository : repositories.known()) {
          add(choices, repository.address(), named.name());
        }
      } else {
        throw new PluginSourceException("a file has one version only; give a plugin's name");
      }
      return choices;
    } catch (RepositoryException e) {
      throw new PluginSourceException(e.getMessage(), e);
    }
  }

  private void add(List<Choice> choices, RepositoryAddress address, String name)
      throws RepositoryException, InterruptedException {
    Repository repository = repositories.get(address);
    for (RepositoryEntry entry : repository.plugin(name).stream().toList()) {
      String source = new EntryFinder.Found(repository, entry).source(null);
      choices.add(new Choice(source, entry.version(), entry.tags(), states(address)));
    }
  }

  private List<String> states(RepositoryAddress address) throws InterruptedException {
    if (!(address instanceof RepositoryAddress.GitHub at)) {
      return List.of();
    }
    try {
      return github.names(at.owner(), at.repository());
    } catch (DownloadException e) {
      // without a network there is what the copy says
      return List.of();
    }
  }
}

package io.mycel.http.internal;

import io.mycel.api.http.HttpException;
import io.mycel.api.http.HttpRequest;
import io.mycel.api.http.HttpResponse;
import io.mycel.api.http.HttpRoute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Serves the files of one directory. The mount itself shows its {@code index.html} with and without
 * a slash, as in Hypha; a directory below it is redirected to its slash, so that the relative links
 * of its index work. Nothing is ever listed.
 */
final class StaticMount implements HttpRoute {
  private final String path;
  private final Path root;

  /**
   * A mount.
   *
   * @param root a real path of a directory
   */
  StaticMount(String path, Path root) {
    this.path = path;
    this.root = root;
  }

  /** The patterns under which it answers. */
  String[] patterns() {
    return new String[] {path, path + "/*"};
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    String raw = request.variables().getOrDefault("*", "");
    Path found = StaticPath.find(root, raw).orElseThrow(() -> notFound(request));
    if (Files.isRegularFile(found)) {
      // "file.txt/" names a directory, and there is none
      return raw.endsWith("/") ? fail(request) : file(found);
    }
    if (!Files.isDirectory(found)) {
      return fail(request);
    }
    Path index = StaticPath.index(root, found).orElseThrow(() -> notFound(request));
    if (!raw.isEmpty() && !raw.endsWith("/")) {
      return redirect(path + "/" + raw + "/");
    }
    return file(index);
  }

  private static CompletionStage<HttpResponse> file(Path file) {
    return CompletableFuture.completedFuture(
        new HttpResponse(
            200,
            Map.of(
                "content-type",
                FileTypes.of(file.getFileName().toString()),
                "x-content-type-options",
                "nosniff"),
            new HttpResponse.Body.File(file)));
  }

  private static CompletionStage<HttpResponse> redirect(String location) {
    return CompletableFuture.completedFuture(
        HttpResponse.of(308, "text/plain; charset=utf-8", "").with("location", location));
  }

  private static CompletionStage<HttpResponse> fail(HttpRequest request) {
    return CompletableFuture.failedFuture(notFound(request));
  }

  private static HttpException notFound(HttpRequest request) {
    return new HttpException(404, "no such file: " + request.path());
  }
}

package io.mycel.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mycel.api.http.HttpException;
import io.mycel.api.http.HttpRequest;
import io.mycel.api.http.HttpResponse;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaticMountTest {
  @TempDir Path folder;
  private Path root;
  private StaticMount mount;

  @BeforeEach
  void fill() throws IOException {
    folder = folder.toRealPath();
    root = Files.createDirectories(folder.resolve("root"));
    Files.createDirectories(root.resolve("sub/deep"));
    Files.createDirectories(root.resolve("bare"));
    Files.createDirectories(root.resolve(".git"));
    Files.createDirectories(folder.resolve("root-other"));
    write("root/index.html");
    write("root/sub/index.html");
    write("root/sub/a b ä.json");
    write("root/100%.txt");
    write("root/.env");
    write("root/.git/config");
    write("root/bare/x.bin");
    write("secret.txt");
    write("root-other/secret.txt");
    mount = new StaticMount("/files", root);
  }

  private void write(String name) throws IOException {
    Files.writeString(folder.resolve(name), name);
  }

  @ParameterizedTest
  @CsvSource({
    "'',index.html,text/html; charset=utf-8",
    "/,index.html,text/html; charset=utf-8",
    "index.html,index.html,text/html; charset=utf-8",
    "sub/,sub/index.html,text/html; charset=utf-8",
    "sub/a%20b%20%C3%A4.json,sub/a b ä.json,application/json",
    "sub/a%20b%20ä.json,sub/a b ä.json,application/json",
    "100%25.txt,100%.txt,text/plain; charset=utf-8",
    "bare/x.bin,bare/x.bin,application/octet-stream"
  })
  void fileIsServedWithItsType(String rest, String file, String type) {
    HttpResponse response = answer(rest);

    assertEquals(200, response.status());
    assertEquals(new HttpResponse.Body.File(root.resolve(file)), response.body());
    assertEquals(type, response.headers().get("content-type"));
    assertEquals("nosniff", response.headers().get("x-content-type-options"));
  }

  @Test
  void mountWithoutASlashShowsItsIndex() {
    HttpRequest request = Requests.get("/files");

    assertEquals(
        new HttpResponse.Body.File(root.resolve("index.html")),
        Requests.answer(mount.handle(request)).body());
  }

  @Test
  void directoryBelowIsRedirectedToItsSlash() {
    HttpResponse response = answer("sub");

    assertEquals(308, response.status());
    assertEquals("/files/sub/", response.headers().get("location"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../secret.txt",
        "sub/../../secret.txt",
        "sub/../index.html",
        "./index.html",
        "..%2fsecret.txt",
        "..%2Fsecret.txt",
        "%2e%2e/secret.txt",
        "%2E%2E%2Fsecret.txt",
        ".%2e/secret.txt",
        "sub/%2e%2e/%2e%2e/secret.txt",
        "%252e%252e/secret.txt",
        "..%5csecret.txt",
        "..\\secret.txt",
        "sub\\index.html",
        "sub%5cindex.html",
        "sub%2findex.html",
        "..;/secret.txt",
        "sub;x/index.html",
        "index.html;x",
        "index.html%3bx",
        "index.html%00",
        "index.html%00.png",
        "%00",
        "index.html%0a",
        "%c0%ae%c0%ae/secret.txt",
        "%e0%80%ae%e0%80%ae/secret.txt",
        "%c0%af",
        "%ff",
        "%",
        "%2",
        "%zz",
        "%-1",
        "//index.html",
        "sub//index.html",
        "/index.html",
        "index.html::$DATA",
        "index.html%3a%3a$DATA",
        "index.html.",
        "index.html%20",
        "index.html/",
        "C:/secret.txt",
        "../root-other/secret.txt",
        "..%2froot-other%2fsecret.txt",
        ".env",
        "%2eenv",
        ".git/config",
        "sub/.git",
        "bare",
        "bare/",
        "sub/deep/",
        "missing",
        "missing/"
      })
  void whatIsNoPlainFileInsideIsNotFound(String rest) {
    assertNotFound(rest);
  }

  @Test
  void absolutePathOfAFileOutsideIsNotFound() {
    assertNotFound(folder.resolve("secret.txt").toString());
    assertNotFound(folder.resolve("secret.txt").toString().replace("/", "%2f"));
  }

  @Test
  void endlessPathIsNotFound() {
    assertNotFound("a/".repeat(100_000));
  }

  @Test
  void linkToAFileOutsideIsNotFound() throws IOException {
    Files.createSymbolicLink(root.resolve("out.txt"), folder.resolve("secret.txt"));

    assertNotFound("out.txt");
  }

  @Test
  void linkToADirectoryOutsideIsNotFound() throws IOException {
    Files.createSymbolicLink(root.resolve("out"), folder.resolve("root-other"));

    assertNotFound("out/secret.txt");
  }

  @Test
  void indexThatLinksOutsideIsNotFound() throws IOException {
    Files.createSymbolicLink(root.resolve("bare/index.html"), folder.resolve("secret.txt"));

    assertNotFound("bare/");
  }

  @Test
  void linkToAHiddenFileIsNotFound() throws IOException {
    Files.createSymbolicLink(root.resolve("shown.txt"), root.resolve(".git/config"));

    assertNotFound("shown.txt");
  }

  @Test
  void hiddenLinkToAFileThatIsShownIsNotFound() throws IOException {
    Files.createSymbolicLink(root.resolve(".alias"), root.resolve("index.html"));

    assertNotFound(".alias");
  }

  @ParameterizedTest
  @CsvSource({
    "dot.,dot.",
    "blank%20,'blank '",
    "line%0abreak,'line\nbreak'",
    "delete%7f,'delete\u007f'",
    "colon%3astream,colon:stream",
    "%ff.txt,'\ufffd.txt'"
  })
  void nameThatMeansAnotherFileElsewhereIsNotFound(String rest, String name) throws IOException {
    Assumptions.assumeTrue(File.separatorChar == '/', "Windows has no such names");
    write("root/" + name);

    assertNotFound(rest);
  }

  @Test
  void linkThatStaysInsideIsServed() throws IOException {
    Files.createSymbolicLink(root.resolve("alias.html"), root.resolve("sub/index.html"));

    assertEquals(
        new HttpResponse.Body.File(root.resolve("sub/index.html")), answer("alias.html").body());
  }

  private HttpResponse answer(String rest) {
    return Requests.answer(mount.handle(Requests.file("/files/" + rest, rest)));
  }

  private void assertNotFound(String rest) {
    RuntimeException failure =
        assertThrows(
            RuntimeException.class,
            () -> mount.handle(Requests.file("/files/" + rest, rest)).toCompletableFuture().join());
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    assertEquals(404, ((HttpException) cause).status());
  }
}

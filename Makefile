# What is packaged: a static program for Linux, completions, manual pages, checksums. All else is cargo's.
#
#   make dist                 target/package/relance-VERSION-TARGET.tar.gz and SHA256SUMS; a .deb and an .rpm where
#                             cargo-deb and cargo-generate-rpm are installed
#   make install PREFIX=…     what is in the archive, below /usr/local or elsewhere

TARGET ?= x86_64-unknown-linux-musl
PROFILE ?= dist
PREFIX ?= /usr/local
# The language of the descriptions in completions; manual pages come in both.
COMPLETIONS ?= fr
# Files of the archive are of the day of the last commit: the same source gives the same archive.
export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 0)

VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
NAME := relance-$(VERSION)-$(TARGET)
PROGRAM := target/$(TARGET)/$(if $(filter dev,$(PROFILE)),debug,$(PROFILE))/relance
PACKAGE := target/package
# Where Cargo.toml looks for what is packaged beside the program.
SHARE := $(PACKAGE)/share
# The program for this machine writes its own manual: another machine's could not be run.
RUN ?= $(PROGRAM)

.PHONY: dist program share packages install

dist: share
	rm -rf $(PACKAGE)/$(NAME) $(PACKAGE)/*.tar.gz $(PACKAGE)/SHA256SUMS
	mkdir -p $(PACKAGE)/$(NAME)
	cp $(PROGRAM) README.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT $(PACKAGE)/$(NAME)
	cp -r $(SHARE) $(PACKAGE)/$(NAME)/share
	tar --sort=name --owner=0 --group=0 --numeric-owner --mode=u+rwX,go=rX --mtime=@$(SOURCE_DATE_EPOCH) \
		-C $(PACKAGE) -cf - $(NAME) | gzip -9n > $(PACKAGE)/$(NAME).tar.gz
	rm -r $(PACKAGE)/$(NAME)
	$(MAKE) packages
	cd $(PACKAGE) && sha256sum $$(ls *.tar.gz *.deb *.rpm 2>/dev/null) > SHA256SUMS && cat SHA256SUMS

program:
	cargo build --locked --profile $(PROFILE) --target $(TARGET)

share: program
	rm -rf $(SHARE)
	mkdir -p $(SHARE)/man $(SHARE)/bash-completion/completions $(SHARE)/zsh/site-functions $(SHARE)/fish/vendor_completions.d
	$(RUN) man -q $(SHARE)/man
	$(RUN) completions --lang $(COMPLETIONS) bash > $(SHARE)/bash-completion/completions/relance
	$(RUN) completions --lang $(COMPLETIONS) zsh > $(SHARE)/zsh/site-functions/_relance
	$(RUN) completions --lang $(COMPLETIONS) fish > $(SHARE)/fish/vendor_completions.d/relance.fish
	$(RUN) completions --lang $(COMPLETIONS) powershell > $(SHARE)/relance.ps1

packages:
	rm -f $(PACKAGE)/*.deb $(PACKAGE)/*.rpm
	if cargo deb --version >/dev/null 2>&1; then \
		cargo deb --locked --no-build --no-strip --profile $(PROFILE) --target $(TARGET) --output $(PACKAGE)/; \
	else echo "no .deb is made: cargo-deb is not installed (cargo install cargo-deb)"; fi
	if cargo generate-rpm --version >/dev/null 2>&1; then \
		cargo generate-rpm --profile $(PROFILE) --target $(TARGET) --output $(PACKAGE)/; \
	else echo "no .rpm is made: cargo-generate-rpm is not installed (cargo install cargo-generate-rpm)"; fi

install: share
	install -D -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/relance
	cd $(SHARE) && find . -type f ! -name relance.ps1 -exec install -D -m 644 {} $(DESTDIR)$(PREFIX)/share/{} \;

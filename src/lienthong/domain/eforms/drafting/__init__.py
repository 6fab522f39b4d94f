"""What officials build (soạn biểu mẫu): entries of a draft, what each kind needs, problems, tries, comparison. No HTTP, no saving."""

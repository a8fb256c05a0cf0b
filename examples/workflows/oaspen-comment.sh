#!/usr/bin/env bash
# Writes a report of oaspen as a comment of a pull request. If there is one already, it is edited.
#
#     GH_TOKEN=.. GH_REPO=owner/name oaspen-comment.sh NUMBER REPORT.md
#
# The first line of the report is a hidden comment that names the clients. It identifies the comment of this report.
set -euo pipefail

if [ $# -ne 2 ]; then
  echo "usage: oaspen-comment.sh NUMBER REPORT.md" >&2
  exit 2
fi
number=$1
report=$2
if ! [[ $number =~ ^[0-9]+$ ]]; then
  echo "\`$number\` is not the number of a pull request" >&2
  exit 2
fi
marker=$(sed -n 1p "$report")
if [[ $marker != '<!-- oaspen diff:'* ]]; then
  echo "$report was not written by \`oaspen diff --format markdown\`: its first line is no marker" >&2
  exit 2
fi
export marker

# Only comments of bots: a person may quote the report.
id=$(gh api --paginate "repos/{owner}/{repo}/issues/$number/comments?per_page=100" \
  --jq '.[] | select(.user.type == "Bot" and (.body | startswith(env.marker))) | .id' | sed -n 1p)
if [ -n "$id" ]; then
  gh api --silent --method PATCH "repos/{owner}/{repo}/issues/comments/$id" --field "body=@$report"
  echo "edited comment $id"
else
  gh api --silent --method POST "repos/{owner}/{repo}/issues/$number/comments" --field "body=@$report"
  echo "wrote a comment"
fi

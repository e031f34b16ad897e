/** 中文：咨询记录、需求分类、指引性计数。 */
export const record = {
  record: {
    title: "咨询记录", estimated: "估计值", confirmed: "已确认", estimate: "估计", estimatedHint: "由系统根据工单填写，确认之前按估计值统计。",
    byItself: "已答复的工单结束时自动填写；您事先选择的内容会保留。", need: "需求", chooseNeed: "选择需求…", findNeed: "中文或英文词语", noNeed: "未选择需求", noNeedFits: "没有包含这些词语的需求。",
    inGeneral: "总体", effort: "难度", noEffort: "需要多少知识和检索。", effortShort: "难度 {n}", minutes: "分钟", minutesShort: "{n} 分钟", mode: "方式", referral: "转介", kind: "计为",
    confirm: "确认", correct: "更正", another: "再记一条", anotherHint: "一个工单里有两个问题，就记两条。", remove: "从记录中移除", show: "显示这一条",
    didConfirm: "咨询记录已确认。", didRemove: "已从记录中移除。",
  },
  effort: {
    1: "当场回答，馆员都知道的内容。", 2: "稍查即得：一个页面、一个位置或一条规定。", 3: "用常用目录和数据库作了一些检索。",
    4: "比对多个来源，或教读者检索。", 5: "需要学科知识和大量检索，可能请同事协助。", 6: "持续数日的研究，相当于一项专题。",
  },
  mode: { in_person: "当面", phone: "电话", email: "电子邮件", chat: "聊天", form: "网页表单", text: "短信", video: "视频", letter: "信函", fax: "传真", unknown: "未知" },
  referral: { none: "没有", department: "转其他部门", elsewhere: "转馆外" },
  kind: { reference: "咨询", directional: "指引性问题" },
  tally: { byPhone: "电话中的指引性问题 +1", title: "指引性问题 +1", short: "问路 +1", instead: "只是问路？指引性问题 +1", counted: "已计入指引性问题，今天共 {n} 次。", undone: "已取消计数。" },
  needs: {
    hint: "读者咨询的内容。大家从这里选择，报表按此统计。停用的需求不再可选，但保留在已有记录中。", add: "新建需求", none: "还没有需求，请添加第一个。", nameEn: "英文名称", nameZh: "中文名称",
    below: "上级", top: "（顶层）", up: "上移“{name}”", down: "下移“{name}”", addBelow: "在“{name}”下添加需求", change: "修改“{name}”", retire: "停用“{name}”", restore: "恢复使用", retired: "已停用",
    didRetire: "已停用“{name}”。", showRetired: "显示已停用的需求",
  },
};
